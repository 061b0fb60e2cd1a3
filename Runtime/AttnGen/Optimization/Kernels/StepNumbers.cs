namespace AttnGen.Optimization.Kernels;

/// <summary>The numbers of one update as a pass multiplies by them.</summary>
internal readonly record struct StepNumbers
{
    /// <summary>Prepares the numbers, in fp64.</summary>
    /// <param name="settings">The numbers of the update.</param>
    /// <param name="step">Which update it is, from 1.</param>
    public StepNumbers(in AdamWSettings settings, double step)
    {
        Scale = (float)settings.GradientScale;
        Keep = (float)(1 - (settings.LearningRate * settings.WeightDecay));
        (Beta1, Gain1) = ((float)settings.Beta1, (float)(1 - settings.Beta1));
        (Beta2, Gain2) = ((float)settings.Beta2, (float)(1 - settings.Beta2));
        Rate = (float)(-settings.LearningRate / (1 - Math.Pow(settings.Beta1, step)));
        Root = (float)(1 / Math.Sqrt(1 - Math.Pow(settings.Beta2, step)));
        Epsilon = (float)settings.Epsilon;
    }

    /// <summary>What the gradients are multiplied by.</summary>
    public float Scale { get; }

    /// <summary>What weight decay leaves of a parameter.</summary>
    public float Keep { get; }

    public float Beta1 { get; }

    public float Gain1 { get; }

    public float Beta2 { get; }

    public float Gain2 { get; }

    /// <summary>Minus the rate, with the first moment's correction.</summary>
    public float Rate { get; }

    /// <summary>The second moment's correction of its root.</summary>
    public float Root { get; }

    public float Epsilon { get; }
}
