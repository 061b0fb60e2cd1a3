using static TorchSharp.torch;

namespace AttnGen.Safetensors;

/// <summary>An element type of the format: its name in the header, its bits, and TorchSharp's type where there is one.</summary>
/// <param name="Name">The name: <c>F32</c>.</param>
/// <param name="Bits">Bits an element; below 8 for packed types.</param>
/// <param name="Scalar">TorchSharp's type, or null where it has none.</param>
public sealed record SafetensorsType(string Name, int Bits, ScalarType? Scalar)
{
    private static readonly SafetensorsType[] Known =
    [
        new("F64", 64, ScalarType.Float64), new("I64", 64, ScalarType.Int64), new("U64", 64, null), new("C64", 64, ScalarType.ComplexFloat32),
        new("F32", 32, ScalarType.Float32), new("I32", 32, ScalarType.Int32), new("U32", 32, null),
        new("F16", 16, ScalarType.Float16), new("BF16", 16, ScalarType.BFloat16), new("I16", 16, ScalarType.Int16), new("U16", 16, null),
        new("U8", 8, ScalarType.Byte), new("I8", 8, ScalarType.Int8), new("BOOL", 8, ScalarType.Bool),
        new("F8_E5M2", 8, null), new("F8_E4M3", 8, null), new("F8_E8M0", 8, null), new("F8_E4M3FNUZ", 8, null), new("F8_E5M2FNUZ", 8, null),
        new("F6_E2M3", 6, null), new("F6_E3M2", 6, null), new("F4", 4, null),
    ];

    internal static SafetensorsType? Find(string name) => Known.FirstOrDefault(type => type.Name == name);

    internal static SafetensorsType? Find(ScalarType scalar) => Known.FirstOrDefault(type => type.Scalar == scalar);
}
