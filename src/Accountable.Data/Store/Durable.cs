using System.Runtime.InteropServices;

namespace Accountable.Data.Store;

/// <summary>Writes that survive a crash: the bytes and the folder that names them are on the disk before the caller goes on.</summary>
internal static partial class Durable
{
    /// <summary>Sends a file's bytes to the disk.</summary>
    public static void Flush(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        stream.Flush(flushToDisk: true);
    }

    /// <summary>Sends a folder's list of names to the disk.</summary>
    public static void FlushFolder(string path)
    {
        // Windows keeps names in its journal and opens no folders.
        if (OperatingSystem.IsWindows())
            return;
        var handle = OpenFile(path, 0);
        if (handle < 0)
            throw new IOException($"The folder {path} cannot be opened (error {Marshal.GetLastPInvokeError()}).");
        var state = Sync(handle);
        var error = Marshal.GetLastPInvokeError();
        _ = CloseFile(handle);
        if (state != 0)
            throw new IOException($"The folder {path} cannot be written to the disk (error {error}).");
    }

    /// <summary>Replaces a file whole: another name, the disk, then the name.</summary>
    public static void Replace(string path, byte[] bytes)
    {
        var temporary = $"{path}.new";
        using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write))
        {
            stream.Write(bytes);
            stream.Flush(flushToDisk: true);
        }
        File.Move(temporary, path, overwrite: true);
        FlushFolder(Path.GetDirectoryName(path)!);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int CloseFile(int handle);
}
