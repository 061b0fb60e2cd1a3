using AttnGen.Mapping;
using TorchSharp;

namespace AttnGen;

/// <summary>
/// Freezes every parameter of a model and remembers what was trainable before, by path: where the model is moved or its weights are replaced meanwhile, other parameters stand there.
/// </summary>
internal sealed class FrozenModel
{
    private readonly torch.nn.Module model;
    private readonly Dictionary<string, bool> requiredGradients;

    private FrozenModel(torch.nn.Module model, Dictionary<string, bool> requiredGradients) => (this.model, this.requiredGradients) = (model, requiredGradients);

    public static FrozenModel Freeze(torch.nn.Module model)
    {
        var before = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var (path, parameter) in MapValidation.Registered(model).ToList())
        {
            before.Add(path, parameter.requires_grad);
        }

        foreach (var (_, parameter) in MapValidation.Registered(model))
        {
            parameter.requires_grad = false;
        }

        return new FrozenModel(model, before);
    }

    public void Restore()
    {
        foreach (var (path, parameter) in MapValidation.Registered(model))
        {
            if (!parameter.IsInvalid && requiredGradients.TryGetValue(path, out var requiredGradient))
            {
                parameter.requires_grad = requiredGradient;
            }
        }
    }
}
