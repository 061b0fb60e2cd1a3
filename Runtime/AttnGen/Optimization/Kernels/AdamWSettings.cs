namespace AttnGen.Optimization.Kernels;

/// <summary>The numbers of one update.</summary>
/// <param name="LearningRate">The rate, with the schedule's factor.</param>
/// <param name="Beta1">The decay of the first moment.</param>
/// <param name="Beta2">The decay of the second moment.</param>
/// <param name="Epsilon">What keeps the denominator from 0.</param>
/// <param name="WeightDecay">Decoupled weight decay.</param>
/// <param name="GradientScale">What the gradients are multiplied by before they are used: clipping.</param>
internal readonly record struct AdamWSettings(double LearningRate, double Beta1, double Beta2, double Epsilon, double WeightDecay, double GradientScale = 1);
