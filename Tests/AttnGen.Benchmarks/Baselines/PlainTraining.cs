using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AttnGen.Benchmarks.Baselines;

/// <summary>A training step as a user of TorchSharp writes it.</summary>
internal sealed class PlainTraining
{
    private readonly PlainClassifier model;
    private readonly IReadOnlyList<Parameter> trained;
    private readonly AdamW optimizer;

    public PlainTraining(PlainClassifier model, double rate)
    {
        this.model = model;
        trained = model.Trained;
        optimizer = optim.AdamW(trained, lr: rate, weight_decay: 0.01);
        model.train();
    }

    public float Step(Tensor ids, Tensor mask, Tensor labels)
    {
        using var scope = NewDisposeScope();
        var loss = nn.functional.cross_entropy(model.call(ids, mask), labels);
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
