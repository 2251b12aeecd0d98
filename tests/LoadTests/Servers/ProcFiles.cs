using System.Globalization;
using System.Runtime.InteropServices;

namespace OrleansChat.LoadTests.Servers;

/// <summary>What the operating system's accounting says of processes: <c>/proc</c>, see proc(5).</summary>
internal static partial class ProcFiles
{
    private const int ClockTicks = 2; // _SC_CLK_TCK

    private static readonly double MillisecondsPerTick = 1000.0 / sysconf(ClockTicks);

    /// <summary>CPU milliseconds that all threads of a process have used; 0 when it is gone.</summary>
    public static double Cpu(int pid) => Stat(pid) is { } stat ? (stat[11] + stat[12]) * MillisecondsPerTick : 0;

    public static bool Exists(int pid) => Directory.Exists($"/proc/{pid}");

    /// <summary>As <see cref="Cpu"/>, and of its children, those that have ended included.</summary>
    public static double CpuWithChildren(int pid)
    {
        if (Stat(pid) is not { } stat)
            return 0;
        return ((stat[11] + stat[12] + stat[13] + stat[14]) * MillisecondsPerTick) + Children(pid).Sum(Cpu);
    }

    public static IEnumerable<int> Children(int pid)
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) && Stat(id)?[1] == pid)
                yield return id;
        }
    }

    /// <summary>KiB of memory in use now.</summary>
    public static long Resident(int pid) => Status(pid, "VmRSS:");

    /// <summary>KiB that the kernel holds for TCP connections, of all processes.</summary>
    public static long TcpMemory()
    {
        var line = File.ReadLines("/proc/net/sockstat").First(text => text.StartsWith("TCP:", StringComparison.Ordinal)).Split(' ');
        return long.Parse(line[Array.IndexOf(line, "mem") + 1], CultureInfo.InvariantCulture) * Environment.SystemPageSize / 1024;
    }

    /// <summary>CPU milliseconds that a core was not idle, whoever used it, other machines on the same host included.</summary>
    public static double Busy(int core)
    {
        var line = File.ReadLines("/proc/stat").First(text => text.StartsWith($"cpu{core} ", StringComparison.Ordinal)).Split(' ');
        // user, nice, system, idle, iowait, irq, softirq, steal; what guests use is in user.
        return line.Skip(1).Take(8).Where((_, index) => index is not (3 or 4)).Sum(ticks => long.Parse(ticks, CultureInfo.InvariantCulture)) * MillisecondsPerTick;
    }

    private static long Status(int pid, string name)
    {
        foreach (var line in File.ReadLines($"/proc/{pid}/status"))
        {
            if (line.StartsWith(name, StringComparison.Ordinal))
                return long.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        }
        return 0;
    }

    /// <summary>The numbers of <c>stat</c> from its third field on, of which [1] is the parent and [11] to [14] are CPU times; null
    /// when the process is gone.</summary>
    private static long[]? Stat(int pid)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{pid}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return [.. fields.Take(15).Select((field, index) => index == 0 ? 0 : long.Parse(field, CultureInfo.InvariantCulture))];
        }
        catch (IOException)
        {
            return null;
        }
    }

    [LibraryImport("libc")]
    private static partial nint sysconf(int name);
}
