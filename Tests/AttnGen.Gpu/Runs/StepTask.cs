using AttnGen.Gpu.Measurements;

namespace AttnGen.Gpu.Runs;

/// <summary>What a process that trains is to do.</summary>
/// <param name="Shape">The encoder and its batch.</param>
/// <param name="Device"><c>cuda</c> or <c>cpu</c>.</param>
/// <param name="Precision">The element type.</param>
/// <param name="Steps">How many steps, those of the warm-up too.</param>
/// <param name="CountsLaunches">Whether to count launches afterwards.</param>
/// <param name="Limit">When it is stopped.</param>
internal sealed record StepTask(EncoderShape Shape, string Device, Precision Precision, int Steps, bool CountsLaunches, TimeSpan Limit);
