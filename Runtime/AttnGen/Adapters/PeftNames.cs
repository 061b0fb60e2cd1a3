namespace AttnGen.Adapters;

/// <summary>The names of PEFT's adapter format (huggingface/peft, version 0.17).</summary>
internal static class PeftNames
{
    public const string ConfigFile = "adapter_config.json";
    public const string WeightsFile = "adapter_model.safetensors";

    /// <summary>Stands before every path in the weights file.</summary>
    public const string Prefix = "base_model.model.";

    public const string MatrixA = ".lora_A.weight";
    public const string MatrixB = ".lora_B.weight";
}
