using TorchSharp.Utils;

namespace AttnGen;

/// <summary>The name under which a member is registered, where the member's own cannot be the checkpoint's: <c>[Name("LayerNorm")]</c>.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, Inherited = false)]
public sealed class NameAttribute : ComponentNameAttribute
{
    /// <summary>Names a component.</summary>
    /// <param name="name">The registered name; not empty, without a dot.</param>
    public NameAttribute(string name) => Name = name;
}
