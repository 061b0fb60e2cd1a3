using System.Globalization;
using AttnGen.Safetensors;
using AttnGen.Tests.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Tests.RunStates;

public sealed class RunStateTests : IDisposable
{
    private static readonly TuneStrategy<ToyClassifier> Adapted =
        TuneStrategy<ToyClassifier>.Create(strategy => strategy.Lora(2, 4, dropout: 0.2).Tune(Matrix.Q).Tune(Matrix.V, lrScale: 4));

    private static readonly TuneStrategy<ToyClassifier> Full = TuneStrategy<ToyClassifier>.Create(strategy => strategy.Tune(Matrix.Q | Matrix.V));

    private static readonly TuningOptions Options = new() { LearningRate = 1e-2, Schedule = Schedule.Linear(20, 3) };

    private readonly string directory = Directory.CreateTempSubdirectory().FullName;

    private string StatePath => Path.Combine(directory, "state.safetensors");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Ten_steps_equal_five_saved_and_five_loaded_bit_for_bit(bool adapters)
    {
        var strategy = adapters ? Adapted : Full;
        var whole = Values(Run(strategy, 0, 10, load: false, save: false));
        _ = Run(strategy, 0, 5, load: false, save: true);
        manual_seed(999);
        var resumed = Values(Run(strategy, 5, 5, load: true, save: false));
        Assert.Equal(whole.Count, resumed.Count);
        Assert.All(whole, entry => Assert.True(entry.Value.AsSpan().SequenceEqual(resumed[entry.Key]), entry.Key));
    }

    [Fact]
    public void The_buffers_of_a_head_come_back()
    {
        manual_seed(4);
        using var model = new ToyNormedHead();
        var before = model.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.detach().clone());
        using var tuning = model.BeginTuning();
        ToyNormedHead.Train(model, tuning, 3);
        tuning.SaveState(StatePath);
        ToyNormedHead.Train(model, tuning, 2);
        var whole = model.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.detach().clone());

        using var fresh = new ToyNormedHead();
        fresh.load_state_dict(before);
        using var resumed = fresh.BeginTuning();
        resumed.LoadState(StatePath);
        Assert.Equal(3, fresh.state_dict()["head.0.num_batches_tracked"].item<long>());
        ToyNormedHead.Train(fresh, resumed, 2);
        Assert.All(fresh.state_dict(), entry => Assert.True(entry.Value.Equals(whole[entry.Key]), entry.Key));
    }

    [Fact]
    public void Gradients_between_two_passes_of_one_step_come_back()
    {
        var (model, tuning) = New();
        Toy.Train(model, tuning, 2);
        Backward(model, 7);
        tuning.SaveState(StatePath);
        Backward(model, 8);
        tuning.Step();

        var (fresh, resumed) = New();
        Backward(fresh, 9);
        resumed.LoadState(StatePath);
        Backward(fresh, 8);
        resumed.Step();
        Assert.Equal(tuning.LastGradientNorm, resumed.LastGradientNorm);
        var expected = Values(tuning);
        Assert.All(Values(resumed), entry => Assert.True(entry.Value.AsSpan().SequenceEqual(expected[entry.Key]), entry.Key));

        resumed.SaveState(StatePath);
        using var file = SafetensorsFile.Open(StatePath);
        Assert.DoesNotContain(file.Entries, entry => entry.Name.StartsWith("gradient/", StringComparison.Ordinal));

        (ToyClassifier, TuningSession) New()
        {
            manual_seed(21);
            var made = new ToyClassifier();
            return (made, made.BeginTuning(Adapted, Options));
        }

        static void Backward(ToyClassifier model, int seed)
        {
            using var scope = NewDisposeScope();
            var (ids, labels) = Toy.Batch(seed);
            Toy.Loss(model, ids, labels).backward();
        }
    }

    [Fact]
    public void The_callers_position_comes_back()
    {
        using var model = new ToyClassifier();
        using var tuning = model.BeginTuning(Adapted, Options);
        tuning.SaveState(StatePath, "{\"position\":7}");
        Assert.Equal(new RunState(0, "{\"position\":7}"), tuning.LoadState(StatePath));
    }

    [Fact]
    public void What_a_state_says_is_read_without_a_session()
    {
        using (var model = new ToyClassifier())
        using (var tuning = model.BeginTuning(Adapted, Options))
        {
            Toy.Train(model, tuning, 2);
            tuning.SaveState(StatePath, "here");
        }

        Assert.Equal(new RunState(2, "here"), RunState.Read(StatePath));
        File.WriteAllBytes(StatePath, [.. File.ReadAllBytes(StatePath).Take(40)]);
        Assert.Throws<SafetensorsException>(() => RunState.Read(StatePath));
        using var foreign = ones(2);
        SafetensorsWriter.Write(StatePath, [KeyValuePair.Create("x", foreign)]);
        Assert.Contains("no run state", Assert.Throws<RunStateException>(() => RunState.Read(StatePath)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_state_of_another_run_is_refused_with_all_that_differs_and_nothing_changes()
    {
        using var model = new ToyClassifier();
        using (var tuning = model.BeginTuning(Adapted, Options))
        {
            tuning.SaveState(StatePath);
        }

        model.RemoveAdapter();
        using var other = model.BeginTuning(Full, Options with { LearningRate = 3e-2, Schedule = Schedule.Cosine(20) });
        var before = Values(other);
        var message = Assert.Throws<RunStateException>(() => other.LoadState(StatePath)).Message;
        foreach (var expected in new[] { "strategy: ", "learning rate: the state has 0.01, the session 0.03", "schedule: the state has linear over 20 updates, warm-up 3", "layer.0.query.lora_A.weight", "layer.0.query.weight" })
        {
            Assert.Contains(expected, message, StringComparison.Ordinal);
        }

        Assert.All(Values(other), entry => Assert.True(entry.Value.AsSpan().SequenceEqual(before[entry.Key])));
    }

    [Fact]
    public void Another_models_state_is_refused_by_shape()
    {
        using (var small = new ToyClassifier(width: 8))
        using (var tuning = small.BeginTuning(Full, Options))
        {
            tuning.SaveState(StatePath);
        }

        using var large = new ToyClassifier(width: 16);
        using var other = large.BeginTuning(Full, Options);
        Assert.Contains("parameter/layer.1.value.weight: the state has Float32 [8, 8], the session Float32 [16, 16]", Assert.Throws<RunStateException>(() => other.LoadState(StatePath)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_and_foreign_files_are_refused()
    {
        using var model = new ToyClassifier();
        using var tuning = model.BeginTuning(Adapted, Options);
        Assert.Throws<FileNotFoundException>(() => tuning.LoadState(StatePath));
        tuning.SaveState(StatePath);
        var bytes = File.ReadAllBytes(StatePath);
        File.WriteAllBytes(StatePath, bytes[..^5]);
        Assert.Throws<SafetensorsException>(() => tuning.LoadState(StatePath));
        SafetensorsWriter.Write(StatePath, [KeyValuePair.Create("x", ones(2))]);
        Assert.Contains("no run state", Assert.Throws<RunStateException>(() => tuning.LoadState(StatePath)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_state_that_cannot_be_written_leaves_the_old_one()
    {
        using var model = new ToyClassifier();
        using var tuning = model.BeginTuning(Adapted, Options);
        tuning.SaveState(StatePath);
        var blocked = Path.Combine(StatePath, "below-a-file");
        Assert.ThrowsAny<IOException>(() => tuning.SaveState(blocked));
        Assert.Equal(0, tuning.LoadState(StatePath).StepCount);
        Assert.Equal([StatePath], Directory.GetFiles(directory));
    }

    /// <summary>The words of a schedule that says no others are the compiler's, which writes numbers as the culture does.</summary>
    [Fact]
    public void A_schedule_of_the_users_own_is_the_same_one_in_another_culture()
    {
        var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        comma.NumberFormat.NumberDecimalSeparator = ",";
        using var model = new ToyClassifier();
        using var tuning = model.BeginTuning(Adapted, Options with { Schedule = new Polynomial(20, 0.5) });
        var (explained, culture) = (tuning.Explain(), CultureInfo.CurrentCulture);
        CultureInfo.CurrentCulture = comma;
        try
        {
            tuning.SaveState(StatePath);
            Assert.Equal(explained, tuning.Explain());
            Assert.Same(comma, CultureInfo.CurrentCulture);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }

        Assert.Equal(0, tuning.LoadState(StatePath).StepCount);
        Assert.Contains("schedule Polynomial { Total = 20, Power = 0.5 }", explained, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(directory, recursive: true);

    private TuningSession Run(TuneStrategy<ToyClassifier> strategy, int first, int steps, bool load, bool save)
    {
        manual_seed(21);
        var model = new ToyClassifier();
        var tuning = model.BeginTuning(strategy, Options);
        manual_seed(22);
        if (load)
        {
            Assert.Equal(first, tuning.LoadState(StatePath).StepCount);
        }

        Toy.Train(model, tuning, steps, first);
        if (save)
        {
            tuning.SaveState(StatePath);
        }

        return tuning;
    }

    private static Dictionary<string, float[]> Values(TuningSession tuning) =>
        tuning.Groups.SelectMany(group => group.TunedParameters).ToDictionary(tuned => tuned.Path, tuned => tuned.Parameter.detach().clone().data<float>().ToArray());

    private sealed record Polynomial(long Total, double Power) : Schedule
    {
        public override double Factor(long step) => Math.Pow(1 - ((double)step / Total), Power);
    }
}
