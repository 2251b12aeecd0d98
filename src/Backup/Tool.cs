using System.Runtime.InteropServices;
using Npgsql;
using OrleansChat.Backups.Verify;

namespace OrleansChat.Backups;

/// <summary>The commands. What goes wrong is said in one line at the end, with what to do.</summary>
internal static class Tool
{
    private const string Usage = """
        usage: create --to FILE --data DIR [--without keys,blobs]
               restore --from FILE --data DIR [--forget FILE]
               verify --from FILE --data DIR [--json FILE]      of a database that was restored from FILE
        The database is Chat__Database of the environment. scripts/backup and scripts/restore call this.
        """;

    /// <returns>The exit code: 1 when it failed or a verification found a difference.</returns>
    public static async Task<int> Run(string[] args)
    {
        using var stop = new CancellationTokenSource();
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            if (args.Length == 0)
                throw new BackupException(Usage);
            var settings = new Settings(args[1..]);
            return args[0] switch
            {
                "create" => await CreateCommand.Run(settings, stop.Token),
                "restore" => await RestoreCommand.Run(settings, stop.Token),
                "verify" => await VerifyCommand.Run(settings, stop.Token),
                _ => throw new BackupException(Usage),
            };
        }
        catch (OperationCanceledException)
        {
            return 130;
        }
        catch (Exception exception) when (exception is BackupException or InvalidOperationException)
        {
            return Fail(exception.Message);
        }
        catch (ArgumentException exception)
        {
            return Fail($"The connection string is wrong: {exception.Message} Correct CHAT_DATABASE.");
        }
        catch (NpgsqlException exception)
        {
            return Fail($"PostgreSQL: {exception.Message}. Nothing was changed that a second try would mind.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Fail($"{exception.Message} Make room, or choose another place, and try again.");
        }
    }

    private static int Fail(string message)
    {
        Console.Error.WriteLine(message);
        return 1;
    }
}
