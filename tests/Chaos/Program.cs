using System.Runtime.InteropServices;
using OrleansChat.Chaos;

// Run by scripts/chaos, which checks the arguments, builds and starts this.
using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
ChaosOptions options;
try
{
    options = ChaosOptions.Parse(args);
}
catch (FormatException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 2;
}

try
{
    var file = await new ChaosRun(options, Console.WriteLine).Run(stop.Token);
    if (options.Json is { } path)
        file.Write(path);
    Summary.Write(Console.Out, file);
    return file.Verdict.IsGood ? 0 : 1;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    Console.Error.WriteLine("Stopped before the end: there is no verdict.");
    return 130;
}
catch (Exception exception)
{
    Console.Error.WriteLine($"The run broke down: there is no verdict. {exception}");
    return 1;
}

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stop.Cancel();
}
