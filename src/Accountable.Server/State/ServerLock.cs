using Accountable.Data;

namespace Accountable.Server.State;

/// <summary>One server to a state. The lock goes with the process that holds it, however that ends.</summary>
internal static class ServerLock
{
    /// <summary>Takes the lock; dispose it to let go.</summary>
    /// <exception cref="FileRefusedException">Another server runs on this state.</exception>
    public static IDisposable Take(string folder)
    {
        try
        {
            return new FileStream(Path.Combine(folder, "server.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new FileRefusedException(new Finding(Severity.FileRefused, folder, 0, "", "a server runs on this state",
                "End it first, or name another folder with --state"), isUsage: true);
        }
    }
}
