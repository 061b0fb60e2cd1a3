using AttnGen.Generators.Model;

namespace AttnGen.Generators.Emission;

/// <summary>Writes the generated part of one class.</summary>
internal static class ModuleEmitter
{
    public const string ToolName = "AttnGen.Generators";

    /// <summary>Stands on every generated member: tools leave it alone, and the parser tells it from the user's own.</summary>
    public const string GeneratedCode = $"[global::System.CodeDom.Compiler.GeneratedCode(\"{ToolName}\", \"1\")]";

    public const string Hidden = "[global::System.ComponentModel.EditorBrowsable(global::System.ComponentModel.EditorBrowsableState.Never)]";

    public static string Emit(ModuleModel module) => PlaceEmitter.Emit(
        module.Type.Place,
        source => MapEmitter.EmitAttributes(source, module),
        module.Type.DerivesFromTunable ? "" : " : global::AttnGen.CompilerServices.ITunableModule",
        source =>
        {
            RegistrationEmitter.Emit(source, module);
            source.Blank();
            MapEmitter.Emit(source, module);
            if (module.Projection is SeparateProjectionModel separate)
            {
                source.Blank();
                SeparateProjectionEmitter.Emit(source, module.Type, separate);
            }

            if (ProductEmitter.IsNeeded(module))
            {
                source.Blank();
                ProductEmitter.Emit(source);
            }

            if (MovementEmitter.IsNeeded(module))
            {
                source.Blank();
                MovementEmitter.Emit(source, module);
            }

            if (module.Strategy is { } strategy)
            {
                source.Blank();
                TuningEmitter.Emit(source, module.Type, strategy);
            }
        });
}
