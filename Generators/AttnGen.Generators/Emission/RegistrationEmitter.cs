using System.Linq;
using AttnGen.Generators.Model;

namespace AttnGen.Generators.Emission;

/// <summary>Writes the registration of a class's components.</summary>
internal static class RegistrationEmitter
{
    public static void Emit(SourceWriter source, ModuleModel module)
    {
        source.Lines("// Registration: the components that TorchSharp would find by reflection, under the same names, in the order of their declaration.").Blank();
        source.Lines("/// <summary>Registers the module's components; each once, however often it is called.</summary>");
        source.Lines(ModuleEmitter.GeneratedCode);
        // TorchSharp's to(...) writes moved parameters back into fields that it finds by reflection; trimming must leave them.
        source.Lines($"""
            [global::System.Diagnostics.CodeAnalysis.DynamicDependency(
                global::System.Diagnostics.CodeAnalysis.DynamicallyAccessedMemberTypes.PublicFields
                | global::System.Diagnostics.CodeAnalysis.DynamicallyAccessedMemberTypes.NonPublicFields
                | global::System.Diagnostics.CodeAnalysis.DynamicallyAccessedMemberTypes.PublicProperties,
                typeof({module.Type.UnboundReference}))]
            """);
        source.Block("protected override void RegisterComponents()", () =>
        {
            foreach (var member in module.Members)
            {
                var register = member.Component switch
                {
                    ComponentKind.Module => "register_module",
                    ComponentKind.Parameter => "register_parameter",
                    _ => "register_buffer",
                };
                var known = member.Component.Registry();
                var name = Literal.Of(member.RegisteredName);
                source.Block($"if (this.{member.Access} is not null && !{known}.ContainsKey({name}))", () =>
                    source.Lines($"{register}({name}, this.{member.Access});"));
            }

            if (module.Type.DerivesFromOwnModule)
            {
                source.Lines("base.RegisterComponents();");
            }

            if (module.Type.BaseReflects && module.Members.Any(member => member.Property != PropertyKind.None))
            {
                source.Lines("// The base class finds the same components once more, by the fields behind their properties.");
                foreach (var member in module.Members.Where(member => member.Property != PropertyKind.None))
                {
                    source.Lines($"{member.Component.Registry()}.Remove({Literal.Of($"<{member.Access.TrimStart('@')}>k__BackingField")});");
                }
            }
        });
    }
}
