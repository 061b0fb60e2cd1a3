namespace System.Diagnostics.CodeAnalysis;

/// <summary>A parameter that is not null where the method returns a value.</summary>
[Microsoft.CodeAnalysis.Embedded, AttributeUsage(AttributeTargets.Parameter)]
internal sealed class NotNullWhenAttribute(bool returnValue) : Attribute
{
    public bool ReturnValue => returnValue;
}
