// Stands in for react-devtools-core in the bundle: Ink loads it only when DEV=true, and nobody debugs a release.
export default {connectToDevTools() {}, initialize() {}};
