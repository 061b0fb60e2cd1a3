using AttnGen;

namespace PaperReproduction;

/// <summary>A heat map of the paper: what is tuned, and by which rates.</summary>
/// <param name="Targets">The tuned projections.</param>
/// <param name="Method">How they are tuned.</param>
/// <param name="BaseRates">The rates of Q, and of K where it is tuned.</param>
/// <param name="ValueRates">The rates of V.</param>
internal sealed record PaperMap(Matrix Targets, TuningMethod Method, IReadOnlyList<double> BaseRates, IReadOnlyList<double> ValueRates);
