#pragma once

#if !defined(_WIN32)

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <string>

#include "test_program.h"

namespace offheap::test {

struct ChildEnd {
  /// 0 when the child ended by itself.
  int signal = 0;
  int status = 0;
  std::string standard_error;

  /// macOS reports an access to a protected page as SIGBUS.
  bool Faulted() const { return signal == SIGSEGV || signal == SIGBUS; }
};

/// Runs `body` in a forked child, whose status is 0 when it returns. To be called while the program
/// has one thread. Sanitizers catch faults to report them: in the child they have their plain
/// meaning.
template <typename Body>
ChildEnd RunInChild(Body body) {
  int ends[2];
  CHECK(pipe(ends) == 0);
  const pid_t child = fork();
  CHECK(child >= 0);
  if (child == 0) {
    for (const int signal : {SIGSEGV, SIGBUS, SIGABRT}) std::signal(signal, SIG_DFL);
    const rlimit no_core{0, 0};
    setrlimit(RLIMIT_CORE, &no_core);
    dup2(ends[1], STDERR_FILENO);
    close(ends[0]);
    close(ends[1]);
    body();
    _exit(0);
  }
  close(ends[1]);
  ChildEnd end;
  char text[512];
  for (ssize_t count = 0; (count = read(ends[0], text, sizeof text)) > 0;) {
    end.standard_error.append(text, static_cast<std::size_t>(count));
  }
  close(ends[0]);
  int status = 0;
  CHECK(waitpid(child, &status, 0) == child);
  if (WIFSIGNALED(status)) end.signal = WTERMSIG(status);
  if (WIFEXITED(status)) end.status = WEXITSTATUS(status);
  return end;
}

}  // namespace offheap::test

#endif
