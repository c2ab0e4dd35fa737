// A type of one's own, as a field of a row and as a key. Run it: node examples/custom-type.mjs
import { ascending, typeOf, types } from 'offheap';

const version = types.value('com.example.Version', {
  length: 8,
  immutable: true,
  serialize(value, target) {
    target.writeInt(value.major);
    target.writeInt(value.minor);
  },
  deserialize: (source) => ({ major: source.readInt(), minor: source.readInt() }),
  compare: (a, b) => a.major - b.major || a.minor - b.minor,
  hash: (value) => 31 * value.major + value.minor,
});

const release = types.row({ name: types.string(), version });
const releases = [
  { name: 'second', version: { major: 1, minor: 10 } },
  { name: 'first', version: { major: 1, minor: 9 } },
];

const byVersion = release.createComparator(ascending('version'));
console.log(releases.toSorted(byVersion.compare.bind(byVersion)).map(({ name }) => name)); // -> [ 'first', 'second' ]

const bytes = release.encode(releases[0]);
console.log(bytes.length); // -> 16

// A description is JSON; it finds the type by its name.
const again = typeOf(JSON.parse(JSON.stringify(release.description)));
console.log(again.decode(bytes)); // -> { name: 'second', version: { major: 1, minor: 10 } }
