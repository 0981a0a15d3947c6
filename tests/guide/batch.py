import base64

# GUIDE: 2. Async Operations -> 3. Health Monitoring
