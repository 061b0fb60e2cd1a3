namespace AttnGen.Optimization.Kernels;

/// <summary>The numbers of one update.</summary>
internal readonly record struct AdamWSettings(double LearningRate, double Beta1, double Beta2, double Epsilon, double WeightDecay);
