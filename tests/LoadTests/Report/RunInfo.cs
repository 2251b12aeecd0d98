using System.Runtime.InteropServices;
using OrleansChat.LoadTests.Scenarios;
using OrleansChat.LoadTests.Servers;

namespace OrleansChat.LoadTests.Report;

/// <summary>On what, when and how figures were measured.</summary>
internal sealed record RunInfo(
    DateTimeOffset Date, string Effort, string Processor, int Cores, int ServerCore, int GeneratorCore, string System, string Framework)
{
    public static RunInfo Of(Machine machine, Effort effort) => new(
        DateTimeOffset.UtcNow,
        effort.Name,
        File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown",
        File.ReadLines("/proc/cpuinfo").Count(line => line.StartsWith("processor", StringComparison.Ordinal)),
        machine.ServerCore,
        machine.GeneratorCore,
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription);
}
