{
  'variables': {
    # node scripts/build-addon.mjs --strict
    'offheap_strict%': 0,
  },
  'targets': [
    {
      'target_name': 'offheap',
      'sources': [
        'native/access/byte_ranges.cc',
        'native/addon.cc',
        'native/bindings/addon_data.cc',
        'native/bindings/adopted_buffers.cc',
        'native/bindings/adopted_chunks.cc',
        'native/bindings/arguments.cc',
        'native/bindings/budgets.cc',
        'native/bindings/bulk_access.cc',
        'native/bindings/bulk_kernels.cc',
        'native/bindings/chunks.cc',
        'native/bindings/environment.cc',
        'native/bindings/errors.cc',
        'native/bindings/exports.cc',
        'native/bindings/line_order_argument.cc',
        'native/bindings/memory_report.cc',
        'native/bindings/release_signal.cc',
        'native/bindings/scalar_access.cc',
        'native/bindings/sorting_run_builder.cc',
        'native/bindings/sorting_run_merger.cc',
        'native/memory/allocation.cc',
        'native/memory/budget_tree.cc',
        'native/memory/checked_mode.cc',
        'native/memory/chunk_registry.cc',
        'native/memory/guarded_allocation.cc',
        'native/memory/owner_threads.cc',
        'native/memory/quarantine.cc',
        'native/memory/slot_table.cc',
        'native/memory/system_memory_linux.cc',
        'native/memory/system_memory_macos.cc',
        'native/memory/system_memory_windows.cc',
        'native/sorting/index_sort.cc',
        'native/sorting/normalized_key.cc',
        'native/sorting/run_builder.cc',
        'native/sorting/run_merger.cc',
        'native/sorting/run_reader.cc',
      ],
      'include_dirs': [
        'native',
        '<!(node -p "require(\'node-addon-api\').include_dir")',
      ],
      'defines': [
        'NAPI_VERSION=8',
        'NODE_ADDON_API_DISABLE_CPP_EXCEPTIONS',
        # In a worker that is being terminated nothing can be thrown; without this the C++ wrapper ends the process then.
        'NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS',
        # A finalizer that runs during garbage collection must not touch JavaScript; this makes it a compile error.
        'NODE_ADDON_API_REQUIRE_BASIC_FINALIZERS',
      ],
      'cflags': ['-Wall', '-Wextra', '-fvisibility=hidden'],
      'cflags!': ['-Wno-unused-parameter', '-fno-omit-frame-pointer'],
      'cflags_cc': ['-std=c++17', '-fno-exceptions', '-fno-rtti', '-fvisibility-inlines-hidden'],
      'cflags_cc!': ['-std=gnu++17', '-std=gnu++20'],
      'configurations': {
        'Release': {
          'cflags': ['-O3'],
          'xcode_settings': { 'GCC_OPTIMIZATION_LEVEL': '3' },
          'msvs_settings': { 'VCCLCompilerTool': { 'Optimization': 2 } },
        },
      },
      'conditions': [
        ['OS=="linux"', {
          'libraries': ['-ldl', '-lpthread'],
        }],
        ['OS=="mac"', {
          'xcode_settings': {
            'CLANG_CXX_LANGUAGE_STANDARD': 'c++17',
            'CLANG_CXX_LIBRARY': 'libc++',
            'GCC_ENABLE_CPP_EXCEPTIONS': 'NO',
            'GCC_ENABLE_CPP_RTTI': 'NO',
            'GCC_SYMBOLS_PRIVATE_EXTERN': 'YES',
            'MACOSX_DEPLOYMENT_TARGET': '11.0',
            'WARNING_CFLAGS': ['-Wall', '-Wextra'],
          },
        }],
        ['OS=="win"', {
          'defines': ['_HAS_EXCEPTIONS=0', 'NOMINMAX', 'WIN32_LEAN_AND_MEAN'],
          'msvs_settings': {
            'VCCLCompilerTool': {
              'AdditionalOptions': ['/std:c++17', '/utf-8'],
              'ExceptionHandling': 0,
              'WarningLevel': 4,
            },
          },
        }],
        ['offheap_strict==1', {
          'cflags': ['-Werror'],
          'xcode_settings': { 'GCC_TREAT_WARNINGS_AS_ERRORS': 'YES' },
          'msvs_settings': { 'VCCLCompilerTool': { 'WarnAsError': 'true' } },
        }],
      ],
    },
  ],
}
