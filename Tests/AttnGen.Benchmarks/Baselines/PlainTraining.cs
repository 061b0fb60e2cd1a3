using AttnGen.Benchmarks.Speed.Models;
using AttnGen.Models.Bert;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AttnGen.Benchmarks.Baselines;

/// <summary>A training step as a user of TorchSharp writes it.</summary>
internal sealed class PlainTraining : ITraining
{
    private readonly PlainClassifier model;
    private readonly IReadOnlyList<Parameter> trained;
    private readonly AdamW optimizer;

    public PlainTraining(PlainClassifier model)
    {
        this.model = model;
        trained = model.Trained;
        optimizer = optim.AdamW(trained, lr: 1e-4, weight_decay: 0.01);
        model.train();
    }

    /// <summary>In bf16 everything is, the adapters too: what is least to write, without the conversions that adapters in fp32 would need.</summary>
    public static PlainTraining Of(BertConfiguration configuration, PlainTuning? tuning = null, ScalarType type = ScalarType.Float32)
    {
        var model = new PlainClassifier(configuration, tuning ?? new PlainTuning(Matrix.Q | Matrix.V));
        model.to(type);
        return new PlainTraining(model);
    }

    public float Step(Tensor ids, Tensor mask, Tensor labels)
    {
        using var scope = NewDisposeScope();
        var loss = nn.functional.cross_entropy(model.call(ids, mask).to(ScalarType.Float32), labels);
        loss.backward();
        var value = loss.item<float>();
        if (!float.IsFinite(value))
        {
            throw new InvalidOperationException("The loss is not finite.");
        }

        nn.utils.clip_grad_norm_(trained, 1);
        optimizer.step();
        optimizer.zero_grad();
        return value;
    }
}
