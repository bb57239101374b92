using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Accountable.Docs")]
[assembly: InternalsVisibleTo("Accountable.Tests")]
