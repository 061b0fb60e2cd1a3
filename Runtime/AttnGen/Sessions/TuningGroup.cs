using TorchSharp.Modules;

namespace AttnGen;

/// <summary>The trained parameters of one role, with one set of numbers.</summary>
public sealed class TuningGroup
{
    private readonly Func<double> factor;

    internal TuningGroup(PlannedGroup plan, IReadOnlyList<TunedParameter> parameters, TuningOptions options, Func<double> factor)
    {
        Name = plan.Name;
        Matrix = plan.Matrix;
        LrScale = plan.LrScale;
        BaseLearningRate = options.LearningRate * plan.LrScale;
        WeightDecay = plan.WeightDecay ?? options.WeightDecay;
        TunedParameters = parameters;
        Parameters = [.. parameters.Select(tuned => tuned.Parameter)];
        this.factor = factor;
    }

    /// <summary><c>query</c>, <c>key</c>, <c>value</c> or <c>head</c>.</summary>
    public string Name { get; }

    /// <summary>The role, or <see cref="Matrix.None"/> for the head.</summary>
    public Matrix Matrix { get; }

    /// <summary>The factor on the base learning rate (lambda, for the value).</summary>
    public double LrScale { get; }

    /// <summary>The group's rate before the schedule: <c>LearningRate * LrScale</c> of the options and the strategy.</summary>
    public double BaseLearningRate { get; }

    /// <summary>The rate of the next update: <see cref="BaseLearningRate"/> times the schedule's factor.</summary>
    public double LearningRate => BaseLearningRate * factor();

    /// <summary>Decoupled weight decay of the group's matrices.</summary>
    public double WeightDecay { get; }

    /// <summary>The parameters, with paths.</summary>
    public IReadOnlyList<TunedParameter> TunedParameters { get; }

    /// <summary>The parameters alone, in a list that stays the same: what TorchSharp's own optimizers take.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>The number of trained elements.</summary>
    public long ParameterCount => TunedParameters.Sum(tuned => tuned.Parameter.numel());
}
