using System.Diagnostics;
using System.Globalization;

namespace OrleansChat.LoadTests.Report;

/// <summary>Says on the terminal what runs, and how long all of it will take.</summary>
/// <param name="planned">Seconds of each scenario, in order.</param>
internal sealed class Progress(IReadOnlyList<double> planned)
{
    private readonly Stopwatch _time = Stopwatch.StartNew();
    private Stopwatch _scenarioTime = Stopwatch.StartNew();
    private string _scenario = "";
    private int _index = -1;

    private static bool IsTerminal => !Console.IsOutputRedirected;

    public TimeSpan Elapsed => _time.Elapsed;

    public void Begin(string scenario)
    {
        _index++;
        (_scenario, _scenarioTime) = (scenario, Stopwatch.StartNew());
    }

    /// <summary>In a terminal the next step takes its place.</summary>
    public void Say(string step)
    {
        var line = string.Create(CultureInfo.InvariantCulture,
            $"{Clock(_time.Elapsed)}  about {Clock(Left)} left  {_scenario}: {step}");
        if (IsTerminal)
            Console.Write($"\r\e[K{line[..Math.Min(line.Length, Math.Max(40, Console.WindowWidth - 1))]}");
        else
            Console.WriteLine(line);
    }

    public void Print(string text)
    {
        if (IsTerminal)
            Console.Write("\r\e[K");
        Console.WriteLine(text);
    }

    private TimeSpan Left
    {
        get
        {
            var here = _index < 0 ? 0 : Math.Max(planned[_index] - _scenarioTime.Elapsed.TotalSeconds, 0);
            return TimeSpan.FromSeconds(here + planned.Skip(_index + 1).Sum());
        }
    }

    private static string Clock(TimeSpan time) => $"{(int)time.TotalMinutes}:{time.Seconds:D2}";
}
