namespace Accountable.Server.Tests;

public sealed class DocumentTests
{
}
