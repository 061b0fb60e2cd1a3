using System.Linq;
using AttnGen.Generators.Model;
using AttnGen.Generators.Parsing;

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
            foreach (var (index, member) in module.Members.Select((member, index) => (index, member)))
            {
                var register = member.Component switch
                {
                    ComponentKind.Parameter => "register_parameter",
                    ComponentKind.Buffer => "register_buffer",
                    _ => "register_module",
                };
                var known = member.Component.Registry();
                var name = Literal.Of(member.RegisteredName);
                var (condition, value) = member.IsModuleByValue
                    ? ($"{member.Access} is global::{Names.TorchModule} module{Literal.Of(index)}", $"module{Literal.Of(index)}")
                    : ($"{member.Access} is not null", member.Access);
                source.Block($"if ({condition} && !{known}.ContainsKey({name}))", () => source.Lines($"{register}({name}, {value});"));
            }

            if (module.Type.DerivesFromOwnModule)
            {
                source.Lines("base.RegisterComponents();");
            }

            if (module.Type.BaseReflects && module.Members.Any(member => member.Property is PropertyKind.Found or PropertyKind.Hidden))
            {
                source.Lines("// The base class finds the same components once more, by the fields behind their properties.");
                // It finds none where the property is null, and none again when the module is put into another one.
                foreach (var member in module.Members.Where(member => member.Property is PropertyKind.Found or PropertyKind.Hidden))
                {
                    var (known, name) = (member.Component.Registry(), Literal.Of($"<{member.Name}>k__BackingField"));
                    source.Block($"if ({known}.ContainsKey({name}))", () => source.Lines($"{known}.Remove({name});"));
                }
            }
        });
    }
}
