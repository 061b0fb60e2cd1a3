using AttnGen.Autograd;
using AttnGen.CompilerServices;
using AttnGen.Mapping;
using AttnGen.Products;
using TorchSharp;

namespace AttnGen;

/// <summary>Everything that a session changes in a model, built up in order and taken back in the opposite one.</summary>
internal sealed class SessionParts
{
    private readonly FrozenModel frozen;

    private SessionParts(torch.nn.Module model, TuningPlan plan, TuningOptions options, FrozenModel frozen, AdapterPlacement placement, IReadOnlyList<BuiltGroup> groups, WeightCopies copies)
    {
        (Model, Plan, Options, this.frozen, Placement, Groups, Copies) = (model, plan, options, frozen, placement, groups, copies);
        OwnParameters = [.. plan.Groups.SelectMany(group => group.Parameters).Select(mapped => (mapped.Path, mapped.Parameter))];
    }

    public torch.nn.Module Model { get; }

    public TuningPlan Plan { get; }

    public TuningOptions Options { get; }

    public AdapterPlacement Placement { get; }

    public IReadOnlyList<BuiltGroup> Groups { get; }

    public WeightCopies Copies { get; }

    public IReadOnlyList<(string Path, TorchSharp.Modules.Parameter Parameter)> OwnParameters { get; }

    public static SessionParts Assemble(torch.nn.Module model, ITunableModule description, TuneStrategy strategy, TuningOptions? options)
    {
        ArgumentNullException.ThrowIfNull(strategy);
        options ??= new TuningOptions();
        options.Validate();
        if (options.Precision == Precision.BFloat16 && description is ForeignModule)
        {
            throw new TuningException(
                $"Precision.BFloat16 needs a [TunableModule] class: {model.GetType().Name} is declared by [assembly: TuneModel<{model.GetType().Name}>], and its own code multiplies by its weights, "
                + "which takes inputs of their element type only. Use Precision.Float32, or annotate the class.");
        }

        SessionRegistry.Claim(model);
        FrozenModel? frozen = null;
        AdapterPlacement? placement = null;
        var groups = new List<BuiltGroup>();
        var copies = new WeightCopies();
        try
        {
            var plan = TuningPlan.Create(model, description, strategy);
            frozen = FrozenModel.Freeze(model);
            placement = AdapterPlacement.Place(plan, options.Seed);
            foreach (var targets in plan.Groups)
            {
                groups.Add(BuiltGroup.Build(targets, options));
            }

            if (options.Precision == Precision.BFloat16)
            {
                HalfWeights.Put(model, plan.Map);
                placement.Watch();
            }

            if (options.MaxWeightCopyBytes > 0 && UsedProducts.Any(model, plan))
            {
                copies.PutWithin(options.MaxWeightCopyBytes, model, FrozenProducts.Of(model));
            }

            BackwardFailure.Forget();
            _ = BackwardFailure.TakeLatest();
            return new SessionParts(model, plan, options, frozen, placement, groups, copies);
        }
        catch
        {
            copies.Dispose();
            groups.ForEach(group => group.Release());
            placement?.Undo();
            frozen?.Restore();
            SessionRegistry.Release(model);
            throw;
        }
    }

    public void Release()
    {
        try
        {
            Copies.Dispose();
            foreach (var group in Groups)
            {
                group.Release();
            }

            Placement.Release();
        }
        finally
        {
            frozen.Restore();
            SessionRegistry.Release(Model);
        }
    }
}
