using OrleansChat.Chaos.Checker;

// The file of a run: judged anew, whatever verdict it holds.
if (args is not [var path])
{
    Console.Error.WriteLine("usage: chaos-checker FILE");
    return 2;
}
try
{
    var file = ChaosFile.Read(path);
    var (verdict, findings) = Judge.Check(file.History);
    Summary.Write(Console.Out, new ChaosFile(verdict, file.Info.With(findings) with { Figures = Figures.Of(file.History) }, file.History));
    return verdict.IsGood ? 0 : 1;
}
catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
{
    Console.Error.WriteLine($"{exception.Message} Name a file that scripts/chaos --json has written.");
    return 2;
}
