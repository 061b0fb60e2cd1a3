using System.ComponentModel;

namespace AttnGen.CompilerServices;

/// <summary>A module that can describe its parameters. Implemented by the generated part of each <see cref="TunableModuleAttribute"/> class.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ITunableModule
{
    /// <summary>Describes the module's members, in registration order.</summary>
    /// <param name="map">What the description is written to.</param>
    void Describe(ModuleMap map);
}
