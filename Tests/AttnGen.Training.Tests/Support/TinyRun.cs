using TorchSharp;

namespace AttnGen.Training.Tests.Support;

/// <summary>A tiny model with its session, always the same, over 40 texts in batches of 4: ten steps an epoch.</summary>
internal sealed class TinyRun : IDisposable
{
    private readonly TinyModel model;

    public TinyRun(double dropout = 0, double learningRate = 0.01)
    {
        torch.manual_seed(1);
        model = new TinyModel(dropout);
        Session = model.BeginTuning(new TuningOptions { LearningRate = learningRate, Schedule = Schedule.Linear(20), Seed = 7 });
    }

    public TuningSession Session { get; }

    public TextBatches Batches { get; } = new(Samples.Texts(seed: 8, count: 40), new BatchOptions { BatchSize = 4, Seed = 2 });

    public TrainingLoop Loop(TrainingLoopOptions options, float factor = 1) => new(Session, Batches, batch => Loss(model.call(batch.Ids, batch.Mask), batch.Labels) * factor, options);

    public EvaluationResult Evaluate(CancellationToken cancellation) =>
        Evaluation.Run(model, batch => model.call(batch.Ids, batch.Mask), Loss, new TextBatches(Batches.Data, BatchOptions.ForEvaluation(8)), cancellation: cancellation);

    public float[] Weights()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        return [.. Session.Groups.SelectMany(group => group.Parameters).SelectMany(parameter => parameter.detach().clone().data<float>())];
    }

    public void Dispose()
    {
        Session.Dispose();
        model.Dispose();
    }

    private static torch.Tensor Loss(torch.Tensor output, torch.Tensor labels) => torch.nn.functional.cross_entropy(output, labels);
}
