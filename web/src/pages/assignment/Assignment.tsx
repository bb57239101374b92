export default function Assignment() { return null; }
