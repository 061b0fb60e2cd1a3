namespace System.Runtime.CompilerServices;

/// <summary>What the compiler needs for <c>init</c> and records.</summary>
[Microsoft.CodeAnalysis.Embedded]
internal static class IsExternalInit;
