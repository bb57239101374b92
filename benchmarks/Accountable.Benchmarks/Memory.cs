using System.Diagnostics;
using System.Globalization;

namespace Accountable.Benchmarks;

/// <summary>The resident memory of this process, where the system tells it.</summary>
internal static class Memory
{
    /// <summary>The greatest since <see cref="ForgetPeak"/>, in megabytes.</summary>
    public static double Peak()
    {
        const double BytesAMegabyte = 1e6;
        if (!File.Exists("/proc/self/status"))
            return Process.GetCurrentProcess().PeakWorkingSet64 / BytesAMegabyte;
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024 / BytesAMegabyte;
    }

    /// <summary>Begins anew.</summary>
    public static void ForgetPeak()
    {
        if (File.Exists("/proc/self/clear_refs"))
            File.WriteAllText("/proc/self/clear_refs", "5");
    }
}
