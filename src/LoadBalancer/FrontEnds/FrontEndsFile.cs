using Yarp.ReverseProxy.Configuration;

namespace OrleansChat.LoadBalancer.FrontEnds;

/// <summary>Reads the file of front-ends again and again: a look costs less than a watcher that misses a replaced file.</summary>
internal sealed partial class FrontEndsFile(
    FrontEndOptions options, InMemoryConfigProvider provider, TimeProvider clock, ILogger<FrontEndsFile> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private IReadOnlyList<Uri> _known = options.Addresses;
    private string? _complaint;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                Apply(FrontEndOptions.ParseFile(await File.ReadAllTextAsync(options.File!, stoppingToken)));
                _complaint = null;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidOperationException)
            {
                if (_complaint != exception.Message)
                    LogUnreadable(_complaint = exception.Message);
            }
        }
    }

    private void Apply(IReadOnlyList<Uri> addresses)
    {
        if (addresses.SequenceEqual(_known))
            return;
        _known = addresses;
        provider.Update(ProxyRules.Routes, ProxyRules.Clusters(addresses, options.Cookie));
        LogChanged(addresses.Count, string.Join(", ", addresses.Select(address => address.Authority)));
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "There are now {Count} front-ends: {FrontEnds}")]
    private partial void LogChanged(int count, string frontEnds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The front-ends stay as they are: {Reason}")]
    private partial void LogUnreadable(string reason);
}
