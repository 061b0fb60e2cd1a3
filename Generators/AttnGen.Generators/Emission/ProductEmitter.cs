using System.Linq;
using AttnGen.Generators.Model;
using AttnGen.Generators.Parsing;

namespace AttnGen.Generators.Emission;

/// <summary>Writes <c>Apply</c>, the product of a class's other layers.</summary>
internal static class ProductEmitter
{
    public const string Method = "Apply";

    public static bool IsNeeded(ModuleModel module) =>
        !module.DeclaresApply && module.Members.Any(member => member.MapType == $"global::{Names.Linear}");

    public static void Emit(SourceWriter source)
    {
        source.Lines("// Products: of layers whose weights are not trained, by the fastest kernel of the machine.").Blank();
        source.Lines("""
            /// <summary>What <c>linear.call(input)</c> computes, to rounding.</summary>
            /// <param name="linear">The layer.</param>
            /// <param name="input"><c>[..., in]</c>.</param>
            /// <returns><c>[..., out]</c>.</returns>
            """);
        source.Lines(ModuleEmitter.GeneratedCode);
        source.Lines($"""
            private static global::TorchSharp.torch.Tensor {Method}(global::{Names.Linear} linear, global::TorchSharp.torch.Tensor input) =>
                global::AttnGen.CompilerServices.LinearProduct.Apply(linear, input);
            """);
    }
}
