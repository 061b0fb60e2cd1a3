using AttnGen.Safetensors;
using AttnGen.Training.Tests.Progress;
using AttnGen.Training.Tests.Support;
using CsCheck;
using TorchSharp;

namespace AttnGen.Training.Tests.Saving;

public sealed class StateKeeperTests : IDisposable
{
    private static readonly Lazy<float[]> Straight = new(() =>
    {
        using TinyRun run = new(dropout: 0.2);
        run.Loop(new TrainingLoopOptions { Epochs = 2, Evaluate = run.Evaluate }).Run();
        return run.Weights();
    });

    private readonly OwnDirectory directory = new();

    private string StatePath => Path.Combine(directory.Path, "states", "state.safetensors");

    public void Dispose() => directory.Dispose();

    /// <summary>Stopped, or dead without a word, after any steps and resumed each time: always the run that was not.</summary>
    [Fact]
    public void A_run_that_ends_anywhere_and_any_number_of_times_is_the_uninterrupted_one_bit_for_bit() =>
        Gen.Select(Gen.Int[1, 7].Array[1, 4], Gen.Bool, Gen.Int[1, 3]).Sample(
            (stops, dies, every) =>
            {
                Forget();
                foreach (int stop in stops)
                {
                    _ = Part(stop, dies, every);
                }

                float[] weights = Part(stop: int.MaxValue, dies: false, every)!;
                return weights.AsSpan().SequenceEqual(Straight.Value) && !File.Exists(StatePath);
            },
            iter: 12, threads: 1);

    [Fact]
    public void States_are_saved_every_so_many_steps_and_every_so_often()
    {
        using TinyRun run = new();
        ManualTime time = new();
        LogLines lines = new();
        using StateKeeper keeper = new(run.Session, StatePath, new StateKeeperOptions { EverySteps = 4, Every = TimeSpan.FromSeconds(10) }, lines, time);
        Listener clock = new() { AtStep = step => time.Move(step.Step == 6 ? 11 : 0.5) };
        run.Loop(new TrainingLoopOptions { Callbacks = [clock, keeper] }).Run();
        Assert.Equal([4L, 6L, 8L], lines.Lines.Where(line => line.Id.Name == "StateSaved").Select(line => line.Values["Step"]));
        Assert.True(keeper.Exists);
        keeper.Forget();
        keeper.Forget();
        Assert.False(keeper.Exists);
        Assert.Null(keeper.Resume());
    }

    [Fact]
    public void A_second_keeper_is_refused_until_the_first_is_gone()
    {
        using TinyRun run = new();
        using TinyRun other = new();
        using (StateKeeper first = new(run.Session, StatePath))
        {
            string message = Assert.Throws<IOException>(() => new StateKeeper(other.Session, StatePath)).Message;
            Assert.Contains(StatePath, message, StringComparison.Ordinal);
            Assert.Contains("Another run is using the state", message, StringComparison.Ordinal);
            using StateKeeper elsewhere = new(other.Session, StatePath + "2");
        }

        using StateKeeper second = new(other.Session, StatePath);
        Assert.False(second.Exists);
    }

    [Fact]
    public void What_killed_writers_left_is_removed_when_the_state_is_taken()
    {
        using TinyRun run = new();
        Directory.CreateDirectory(Path.GetDirectoryName(StatePath)!);
        for (int i = 0; i < 20; i++)
        {
            File.WriteAllText(Path.Combine(Path.GetDirectoryName(StatePath)!, $".state.safetensors.{Guid.NewGuid():N}.tmp"), "half a state");
        }

        LogLines lines = new();
        using StateKeeper keeper = new(run.Session, StatePath, logger: lines);
        Assert.Equal(["state.safetensors.lock"], Directory.GetFiles(Path.GetDirectoryName(StatePath)!).Select(Path.GetFileName));
        Assert.Equal(20, Assert.Single(lines.Lines).Values["Count"]);
    }

    [Fact]
    public void Damaged_foreign_and_incomplete_states_are_refused_and_nothing_changes()
    {
        using TinyRun run = new();
        float[] before = run.Weights();
        using StateKeeper keeper = new(run.Session, StatePath);
        File.WriteAllText(StatePath, "not a state");
        Assert.Throws<SafetensorsException>(keeper.Resume);
        using torch.Tensor foreign = torch.ones(2);
        SafetensorsWriter.Write(StatePath, [KeyValuePair.Create("x", foreign)]);
        Assert.Throws<RunStateException>(keeper.Resume);
        using TinyRun other = new();
        other.Loop(new TrainingLoopOptions { Steps = 3 }).Run();
        foreach (string? position in new[] { null, "{}" })
        {
            other.Session.SaveState(StatePath, position);
            Assert.Contains($"'{StatePath}' does not say where the run was", Assert.Throws<InvalidDataException>(keeper.Resume).Message, StringComparison.Ordinal);
        }

        Assert.Equal(before, run.Weights());
        Assert.Equal(0, run.Session.StepCount);
    }

    [Fact]
    public void Options_out_of_range_are_refused_and_take_nothing()
    {
        using TinyRun run = new();
        Assert.Throws<ArgumentOutOfRangeException>(() => new StateKeeper(run.Session, StatePath, new StateKeeperOptions { EverySteps = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new StateKeeper(run.Session, StatePath, new StateKeeperOptions { Every = TimeSpan.Zero }));
        Assert.Empty(directory.Entries);
    }

    private void Forget()
    {
        if (File.Exists(StatePath))
        {
            File.Delete(StatePath);
        }
    }

    /// <summary>Runs until a number of steps were taken; the weights where it completes.</summary>
    private float[]? Part(int stop, bool dies, int every)
    {
        using TinyRun run = new(dropout: 0.2);
        using StateKeeper keeper = new(run.Session, StatePath, new StateKeeperOptions { EverySteps = every });
        SamplerState? start = keeper.Resume();
        using CancellationTokenSource cancellation = new();
        int taken = 0;
        Listener end = new()
        {
            AtStep = _ =>
            {
                if (++taken == stop)
                {
                    if (dies)
                    {
                        throw new InvalidTimeZoneException();
                    }

                    cancellation.Cancel();
                }
            },
        };
        TrainingLoop loop = run.Loop(new TrainingLoopOptions { Epochs = 2, Start = start, Callbacks = [end, keeper], Evaluate = run.Evaluate });
        try
        {
            if (!loop.Run(cancellation.Token).Completed)
            {
                return null;
            }
        }
        catch (InvalidTimeZoneException)
        {
            return null;
        }

        keeper.Forget();
        return run.Weights();
    }
}
