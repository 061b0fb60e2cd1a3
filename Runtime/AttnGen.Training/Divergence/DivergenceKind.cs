namespace AttnGen.Training;

/// <summary>How a run diverged.</summary>
public enum DivergenceKind
{
    /// <summary>The loss had left that of guessing and is back at it: the model gives every example the same answer.</summary>
    BackAtChance,

    /// <summary>The loss never left that of guessing, in the steps that were given for it.</summary>
    StaysAtChance,

    /// <summary>The loss is far above that of guessing.</summary>
    ExplodingLoss,

    /// <summary>The gradient's norm is far above what it was.</summary>
    ExplodingGradient,
}
