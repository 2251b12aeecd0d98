using System.Xml.Linq;
using OrleansChat.LoadTests.Load;
using OrleansChat.LoadTests.Report;
using OrleansChat.LoadTests.Servers;

namespace OrleansChat.Chaos.Tests.Bench;

/// <summary>What the benchmark writes for programs and for people.</summary>
public sealed class ReportTests
{
    [Fact]
    public void ARoundIsReportedPerSecondAndPerMessage()
    {
        var tally = new Tally();
        for (var i = 0; i < 1_000; i++)
            tally.Acks.Record(2_000_000);
        for (var i = 0; i < 3_000; i++)
            tally.Deliveries.Record(3_000_000);
        var round = Round.Of(tally, new Usage(2 * Clock.Second, Server: 800, Postgres: 200, Generator: 1_000, ServerCore: 1_200), residentKb: 2_048);

        Assert.Equal(500, round.MessagesPerSecond);
        Assert.Equal(1_500, round.DeliveriesPerSecond);
        Assert.InRange(round.Acks.P99, 1.98, 2.02);
        Assert.Equal(3, round.Deliveries.Max);
        Assert.Equal(new CpuPerMessage(0.8, 0.2, 1), round.CpuMs);
        Assert.Equal(0.5, round.GeneratorShare);
        Assert.Equal(0.1, round.OthersShare);
        Assert.Equal(2, round.ServerMegabytes);
    }

    [Fact]
    public void ARatioIsOfMediansAndItsSpreadOfTheRounds()
    {
        var (fast, slow) = (Rounds.Of([At(300), At(100), At(200)]), Rounds.Of([At(100), At(100), At(50)]));

        Assert.Equal(new Spread(2, 1, 4), Rounds.Ratio(fast, slow, round => round.MessagesPerSecond));
        Assert.Equal(new Spread(200, 100, 300), fast.MessagesPerSecond);
    }

    [Fact]
    public void FiguresAreJsonInCamelCase()
    {
        var findings = new Findings();
        findings.AddAll(Rounds.Of([At(100)]));
        findings.Add("ratio", 2.5);

        Assert.Equal(100, findings.Figures["messagesPerSecond"]!["median"]!.GetValue<double>());
        Assert.Equal(2.5, findings.Figures["ratio"]!.GetValue<double>());
        Assert.NotNull(findings.Figures["cpuMsPerMessage"]!["postgres"]);
    }

    [Fact]
    public void TheChartIsASvgThatSaysItsFigures()
    {
        var svg = XDocument.Parse(Chart.Draw("a <caption> & more",
        [
            new("messages", "longer is better", [new("OrleansChat", new(9_000, 8_000, 10_000), true), new("baseline", new(3_000, 3_000, 3_000), false)]),
        ]));
        XNamespace ns = "http://www.w3.org/2000/svg";

        var bars = svg.Descendants(ns + "rect").ToArray();
        Assert.Equal(["main", "bar"], bars.Select(bar => bar.Attribute("class")!.Value));
        Assert.Equal(3.0, (double)bars[0].Attribute("width")! / (double)bars[1].Attribute("width")!, 2);
        Assert.Contains("9,000", svg.Descendants(ns + "text").Select(text => text.Value));
        Assert.Contains("a <caption> & more", svg.Descendants(ns + "text").Select(text => text.Value));
        // One range: the other bar has a single figure.
        Assert.Single(svg.Descendants(ns + "path"));
        Assert.Contains("baseline 3,000", svg.Root!.Attribute("aria-label")!.Value);
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.01234, "0.0123")]
    [InlineData(1.234, "1.23")]
    [InlineData(12.34, "12.3")]
    [InlineData(12_345.6, "12,346")]
    public void FiguresHaveTheDigitsThatCount(double value, string text) => Assert.Equal(text, Spread.Figure(value));

    private static Round At(double rate) => new(
        1, rate, rate, new(1, 2, 3, 10), new(1, 2, 3, 10), new(0.1, 0.02, 0.12), 0.01, 0.5, 1, 0, 100, 0, null);
}
