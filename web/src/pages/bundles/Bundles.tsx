export default function Bundles() { return null; }
