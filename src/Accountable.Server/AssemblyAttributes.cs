using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Accountable.Docs")]
