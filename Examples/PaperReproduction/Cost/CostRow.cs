namespace PaperReproduction.Cost;

/// <summary>What a strategy costs.</summary>
/// <param name="Strategy">The strategy.</param>
/// <param name="ProjectionParameters">Trained elements, the head not counted.</param>
/// <param name="ProjectionBytes">Their bytes.</param>
/// <param name="OptimizerBytes">The bytes of the optimizer's state, the head counted.</param>
/// <param name="SecondsPerStep">The median time of a step.</param>
/// <param name="Least">The shortest.</param>
/// <param name="Most">The longest.</param>
internal sealed record CostRow(string Strategy, long ProjectionParameters, long ProjectionBytes, long OptimizerBytes, double SecondsPerStep, double Least, double Most);
