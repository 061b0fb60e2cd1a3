namespace AttnGen.Gpu.Measurements;

/// <summary>What the device does at best, as measured with libtorch on random numbers.</summary>
/// <param name="Half">The rate of a large bf16 product, in TFLOP/s.</param>
/// <param name="Single">The same in fp32, without TF32.</param>
/// <param name="Copy">A large copy within the device's memory, read and written, in GB/s.</param>
/// <param name="Size">The products' rows, columns and depth.</param>
internal sealed record Ceiling(double Half, double Single, double Copy, int Size)
{
    /// <summary>The rate of a precision, in operations a second.</summary>
    public double Rate(Precision precision) => 1e12 * (precision == Precision.BFloat16 ? Half : Single);
}
