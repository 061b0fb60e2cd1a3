using AttnGen.CompilerServices;
using AttnGen.Mapping;
using TorchSharp;
using TorchSharp.Modules;

namespace AttnGen;

/// <summary>The frozen linear layers of a model's tunable classes, rounded to bfloat16.</summary>
internal static class HalfWeights
{
    /// <summary>
    /// Replaces the weights; a layer with anything trained in it stays as it is, and so does one with a parameter that another module holds too: TorchSharp puts another in one of them by
    /// disposing the one that the other still has. A layer inside of another class (a <c>Sequential</c>, a class without a generated part) stays too: it is run by its own <c>call</c>,
    /// which takes inputs of its weight's type only. So does one of a head, frozen or not.
    /// </summary>
    /// <param name="model">The model, after everything that a session trains was marked.</param>
    /// <param name="map">Its map.</param>
    public static void Put(torch.nn.Module model, ModuleMap map)
    {
        var shared = model.modules().Prepend(model).SelectMany(module => module.parameters(recurse: false)).CountBy(parameter => parameter.Handle).Where(count => count.Value > 1).Select(count => count.Key);
        var kept = shared.Concat(map.HeadParameters.Select(head => head.Parameter.Handle)).ToHashSet();
        var linears = model.named_modules().Prepend((name: "", module: model)).Where(entry => entry.module is ITunableModule).SelectMany(OwnLinears).Where(entry => IsOwnAndFrozen(entry.Linear)).ToList();
        var others = linears.Where(entry => entry.Linear.weight.dtype is not (torch.ScalarType.Float32 or torch.ScalarType.BFloat16)).ToList();
        if (others.Count > 0)
        {
            throw new TuningException(
                $"Precision.BFloat16 rounds frozen layers from Float32, and these are of another type:{MapValidation.Lines(others.Select(entry => $"{entry.Path}.weight: {entry.Linear.weight.dtype}"))}"
                + "Move the model with to(ScalarType.Float32) before BeginTuning, or use Precision.Float32, which leaves every layer in its own type.");
        }

        // All are made before the first is put in: a failure changes nothing.
        var rounded = new List<(Parameter New, Action<Parameter> Assign)>();
        try
        {
            foreach (var (_, linear) in linears)
            {
                Add(linear.weight, weight => linear.weight = weight);
                Add(linear.bias, bias => linear.bias = bias);
            }
        }
        catch
        {
            rounded.ForEach(replacement => replacement.New.Dispose());
            throw;
        }

        rounded.ForEach(replacement => replacement.Assign(replacement.New));

        // A list is run by its owner's code.
        static IEnumerable<(string Path, Linear Linear)> OwnLinears((string name, torch.nn.Module module) owner)
        {
            foreach (var (name, module) in owner.module.named_children().SelectMany(child => child.module is IList<Linear> ? child.module.named_children().Select(inner => ($"{child.name}.{inner.name}", inner.module)) : [child]))
            {
                if (module is Linear linear)
                {
                    yield return (owner.name.Length == 0 ? name : $"{owner.name}.{name}", linear);
                }
            }
        }

        bool IsOwnAndFrozen(Linear linear) =>
            linear is { weight.requires_grad: false, bias: null or { requires_grad: false } } && !kept.Contains(linear.weight.Handle) && (linear.bias is null || !kept.Contains(linear.bias.Handle));

        void Add(Parameter? parameter, Action<Parameter> assign)
        {
            if (parameter is not null && parameter.dtype == torch.ScalarType.Float32)
            {
                using var _ = torch.no_grad();
                var half = new Parameter(parameter.to(torch.ScalarType.BFloat16), requires_grad: false);
                half.DetachFromDisposeScope();
                rounded.Add((half, assign));
            }
        }
    }
}
