namespace OrleansChat.Chaos.Tests;

/// <summary>The plan of faults.</summary>
public sealed class ScheduleTests
{
    private static readonly TimeSpan TenMinutes = TimeSpan.FromMinutes(10);

    [Fact]
    public void The_same_seed_gives_the_same_plan_and_another_seed_another()
    {
        Assert.Equal(FaultSchedule.Make(7, TenMinutes, 3, 2).AsEnumerable(), FaultSchedule.Make(7, TenMinutes, 3, 2));
        Assert.NotEqual(FaultSchedule.Make(7, TenMinutes, 3, 2).AsEnumerable(), FaultSchedule.Make(8, TenMinutes, 3, 2));
    }

    [Fact]
    public void Ten_minutes_hold_every_kind_that_there_is()
    {
        FaultKind[] ofServer = [FaultKind.KillServer, FaultKind.StopServer];
        var cluster = FaultSchedule.Make(1, TenMinutes, 3, 2).Select(fault => fault.Kind).ToHashSet();
        Assert.Equal(Enum.GetValues<FaultKind>().Except(ofServer).ToHashSet(), cluster);

        var server = FaultSchedule.Make(1, TenMinutes, 0, 1).Select(fault => fault.Kind).ToHashSet();
        Assert.Equal(6, server.Count);
        Assert.Superset(ofServer.ToHashSet(), server);
    }

    [Fact]
    public void All_faults_are_over_when_the_load_is_and_one_silo_and_one_front_end_stay_unharmed()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var faults = FaultSchedule.Make(seed, TenMinutes, 3, 2);
            Assert.All(faults, fault => Assert.True(fault.At + fault.Duration <= TenMinutes));
            foreach (var fault in faults)
            {
                var others = faults.Where(other => other != fault && other.At <= fault.At && other.At + other.Duration >= fault.At).ToArray();
                if (fault.Kind is FaultKind.KillSilo or FaultKind.StopSilo or FaultKind.FreezeSilo)
                    Assert.True(others.Count(other => other.Kind is FaultKind.KillSilo or FaultKind.StopSilo or FaultKind.FreezeSilo && other.Target != fault.Target) < 2);
                if (fault.Kind is FaultKind.KillFrontEnd or FaultKind.StopFrontEnd)
                    Assert.DoesNotContain(others, other => other.Kind is FaultKind.KillFrontEnd or FaultKind.StopFrontEnd);
            }
        }
    }

    [Fact]
    public void A_plan_of_some_kinds_holds_no_others() =>
        Assert.All(FaultSchedule.Make(1, TenMinutes, 3, 2, [FaultKind.FreezeSilo]), fault => Assert.Equal(FaultKind.FreezeSilo, fault.Kind));

    [Fact]
    public void Half_a_minute_has_a_fault()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            Assert.NotEmpty(FaultSchedule.Make(seed, TimeSpan.FromSeconds(30), 3, 2));
            Assert.NotEmpty(FaultSchedule.Make(seed, TimeSpan.FromSeconds(30), 0, 1));
        }
    }
}
