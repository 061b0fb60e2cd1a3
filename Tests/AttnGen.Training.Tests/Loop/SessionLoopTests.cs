using AttnGen.Training.Tests.Support;
using TorchSharp;

namespace AttnGen.Training.Tests.Loop;

public sealed class SessionLoopTests : IDisposable
{
    private const int Epochs = 2;

    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("attngen-loop-");
    private TextBatches batches = new(Samples.Texts(seed: 8, count: 40), new BatchOptions { BatchSize = 4, Seed = 2 });

    public void Dispose() => directory.Delete(recursive: true);

    [Fact]
    public void A_session_learns_and_the_rates_of_its_named_groups_keep_their_ratio()
    {
        torch.manual_seed(1);
        using TinyModel model = new();
        using TuningSession tuning = Begin(model, epochs: 15);
        Listener listener = new();
        TextBatches all = new(batches.Data, BatchOptions.ForEvaluation());
        double before = Evaluation.Run(model, batch => model.call(batch.Ids, batch.Mask), Loss, all).Loss;
        TrainingOutcome outcome = Loop(tuning, model, new TrainingLoopOptions { Epochs = 15, Callbacks = [listener] }).Run();
        double after = Evaluation.Run(model, batch => model.call(batch.Ids, batch.Mask), Loss, all).Loss;

        Assert.True(after < 0.8 * before, $"loss {before} before, {after} after");
        Assert.Equal(150, outcome.Step);
        Assert.Equal(["query", "value", "head"], listener.Steps[0].Rates.Select(rate => rate.Name));
        Assert.All(listener.Steps, step => Assert.Equal(4 * step.Rates[0].Rate, step.Rates[1].Rate));
        Assert.True(listener.Steps[0].Rates[0].Rate > listener.Steps[^1].Rates[0].Rate);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(28)]
    public void A_resumed_run_is_the_uninterrupted_one_bit_for_bit(int? tokenBudget)
    {
        batches = new TextBatches(batches.Data, batches.Options with { BatchSize = tokenBudget is null ? 4 : null, TokenBudget = tokenBudget });
        torch.manual_seed(1);
        using TinyModel straight = new(dropoutRate: 0.2);
        using TuningSession whole = Begin(straight, Epochs);
        Listener expected = new();
        Loop(whole, straight, new TrainingLoopOptions { Epochs = Epochs, Callbacks = [expected] }).Run();

        string state = Path.Combine(directory.FullName, "state.safetensors");
        torch.manual_seed(1);
        using (TinyModel model = new(dropoutRate: 0.2))
        using (TuningSession tuning = Begin(model, Epochs))
        using (CancellationTokenSource stop = new())
        {
            TrainingLoop loop = Loop(tuning, model, new TrainingLoopOptions { Epochs = Epochs, Callbacks = [new Listener { AtStep = step => { if (step.Step == 13) { stop.Cancel(); } } }] });
            loop.Run(stop.Token);
            tuning.SaveState(state, loop.Position.ToJson());
        }

        torch.manual_seed(1);
        using TinyModel again = new(dropoutRate: 0.2);
        using TuningSession resumed = Begin(again, Epochs);
        torch.manual_seed(99);
        RunState saved = resumed.LoadState(state);
        Listener actual = new();
        TrainingLoop rest = Loop(resumed, again, new TrainingLoopOptions { Epochs = Epochs, Callbacks = [actual], Start = SamplerState.FromJson(saved.SamplerState!) });
        Assert.Equal(expected.Steps.Count, rest.TotalSteps);
        rest.Run();

        Assert.Equal(expected.Steps.Skip(13).Select(step => (step.Step, step.Loss)), actual.Steps.Select(step => (step.Step, step.Loss)));
        Assert.Equal(expected.Steps.Skip(13).SelectMany(step => step.Rates), actual.Steps.SelectMany(step => step.Rates));
        Assert.Equal(Logits(straight), Logits(again));
    }

    [Fact]
    public void A_loss_that_is_not_finite_ends_the_run_before_anything_is_updated()
    {
        torch.manual_seed(1);
        using TinyModel model = new();
        using TuningSession tuning = Begin(model, Epochs);
        float[] before = Logits(model);
        foreach (int batchesPerStep in new[] { 1, 3 })
        {
            TrainingLoop loop = new(tuning, batches, batch => Loss(model.call(batch.Ids, batch.Mask), batch.Labels) * float.NaN, new TrainingLoopOptions { BatchesPerStep = batchesPerStep });
            Assert.Throws<NonFiniteException>(() => loop.Run());
            Assert.Equal(batches.Sampler.Start, loop.Position);
        }

        Assert.Equal(before, Logits(model));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_run_that_goes_on_after_a_batch_failed_counts_no_gradient_twice(int batchesPerStep)
    {
        TrainingLoopOptions options = new() { Epochs = Epochs, BatchesPerStep = batchesPerStep };
        torch.manual_seed(1);
        using TinyModel straight = new();
        using TuningSession whole = Begin(straight, Epochs);
        Loop(whole, straight, options).Run();

        torch.manual_seed(1);
        using TinyModel model = new();
        using TuningSession tuning = Begin(model, Epochs);
        int calls = 0;
        TrainingLoop loop = new(tuning, batches, batch => ++calls == 4 ? Failing(model, batch) : Loss(model.call(batch.Ids, batch.Mask), batch.Labels), options);
        Assert.Throws<InvalidOperationException>(() => loop.Run());
        loop.Run();
        Assert.Equal(Logits(straight), Logits(model));

        // The first batches of the step, or half of a batch, have left gradients when it fails.
        static torch.Tensor Failing(TinyModel model, Batch batch)
        {
            Loss(model.call(batch.Ids, batch.Mask), batch.Labels).backward();
            throw new InvalidOperationException("No memory.");
        }
    }

    /// <summary>What the session trained is disposed of then.</summary>
    [Fact]
    public void A_batch_that_fails_tells_its_own_failure_also_where_the_model_was_moved_under_its_session()
    {
        using TinyModel model = new();
        using TuningSession tuning = Begin(model, Epochs);
        Move(model);
        TrainingLoop loop = new(tuning, batches, _ => throw new InvalidOperationException("No memory."), new TrainingLoopOptions());
        Assert.Equal("No memory.", Assert.Throws<InvalidOperationException>(() => loop.Run()).Message);

        // In a method of its own, since ATG0306 sees it otherwise.
        static void Move(torch.nn.Module module) => module.to(torch.ScalarType.Float64);
    }

    private static TuningSession Begin(TinyModel model, int epochs) => model.BeginTuning(new TuningOptions
    {
        LearningRate = 0.01,
        Schedule = Schedule.Linear(10 * epochs),
        Seed = 7,
    });

    private static torch.Tensor Loss(torch.Tensor output, torch.Tensor labels) => torch.nn.functional.cross_entropy(output, labels);

    private TrainingLoop Loop(TuningSession tuning, TinyModel model, TrainingLoopOptions options) =>
        new(tuning, batches, batch => Loss(model.call(batch.Ids, batch.Mask), batch.Labels), options);

    private float[] Logits(TinyModel model) =>
        [.. Evaluation.Predict(model, batch => model.call(batch.Ids, batch.Mask), new TextBatches(batches.Data, BatchOptions.ForEvaluation())).SelectMany(row => row)];
}
