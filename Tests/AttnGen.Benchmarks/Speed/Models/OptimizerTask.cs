using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AttnGen.Benchmarks.Speed.Models;

/// <summary>A session, and TorchSharp's own optimizer on parameters of the same shapes in as many groups, both given the same gradients before each update.</summary>
internal sealed class OptimizerTask
{
    public const double Rate = 1e-4;
    public const double Decay = 0.01;

    private readonly List<Parameter> ours;
    private readonly List<Parameter> theirs;
    private readonly List<Tensor> gradients;

    public OptimizerTask(ManyProjections model, TuneStrategy<ManyProjections> strategy)
    {
        Session = TuningSession.Begin(model, strategy, new TuningOptions { LearningRate = Rate, WeightDecay = Decay });
        ours = [.. Session.Groups.SelectMany(group => group.Parameters)];
        theirs = [.. ours.Select(parameter => new Parameter(parameter.detach().clone()))];
        gradients = [.. ours.Select(parameter => randn_like(parameter).mul_(1e-3))];
        var groups = Session.Groups.Select(group => group.Parameters.Count).ToList();
        Plain = optim.AdamW(
            groups.Select((count, index) => new AdamW.ParamGroup { Parameters = theirs.GetRange(groups.Take(index).Sum(), count), Options = new() { LearningRate = Rate, weight_decay = Decay } }));
        foreach (var (parameter, gradient) in theirs.Zip(gradients))
        {
            parameter.grad = gradient.clone();
        }
    }

    public TuningSession Session { get; }

    public AdamW Plain { get; }

    public void FillOurs() => Fill(ours);

    public void FillTheirs() => Fill(theirs);

    /// <summary>What a user writes around TorchSharp's optimizer.</summary>
    public void PlainStep()
    {
        using var scope = NewDisposeScope();
        var norm = nn.utils.clip_grad_norm_(theirs, 1);
        if (!double.IsFinite(norm))
        {
            throw new InvalidOperationException("A gradient is not finite.");
        }

        Plain.step();
        Plain.zero_grad();
    }

    private void Fill(List<Parameter> parameters)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        for (var i = 0; i < parameters.Count; i++)
        {
            parameters[i].grad!.copy_(gradients[i]);
        }
    }
}
