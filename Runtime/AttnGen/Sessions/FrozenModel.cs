using TorchSharp;
using TorchSharp.Modules;

namespace AttnGen;

/// <summary>Freezes every parameter of a model and remembers what was trainable before.</summary>
internal sealed class FrozenModel
{
    private readonly List<(Parameter Parameter, bool RequiredGradient)> before;

    private FrozenModel(List<(Parameter, bool)> before) => this.before = before;

    public static FrozenModel Freeze(torch.nn.Module model)
    {
        var before = model.named_parameters().Select(entry => (entry.parameter, entry.parameter.requires_grad)).ToList();
        foreach (var (parameter, _) in before)
        {
            parameter.requires_grad = false;
        }

        return new FrozenModel(before);
    }

    /// <summary>Says that a parameter stands in another's place.</summary>
    public void Replace(Parameter old, Parameter replacement)
    {
        var index = before.FindIndex(entry => entry.Parameter.Handle == old.Handle);
        if (index >= 0)
        {
            before[index] = (replacement, before[index].RequiredGradient);
        }
    }

    public void Restore()
    {
        foreach (var (parameter, requiredGradient) in before)
        {
            if (!parameter.IsInvalid)
            {
                parameter.requires_grad = requiredGradient;
            }
        }
    }
}
